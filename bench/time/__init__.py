"""Times in corpora: what kipu and its peers find, scored alike."""
