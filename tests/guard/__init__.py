"""What keeps the tests from the network, in every process that they start."""
