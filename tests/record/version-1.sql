-- What a record of version 1 holds after one document and one judgement. Never changed.
INSERT INTO raw ("sha256", "size", "compression", "bytes")
VALUES ('e2a71e3dc8b9ab473f3e15670372505f012ea08e75e78bbb6f06585ebb131535', 42, 'none', X'4E65777320310A0A507265736964656E742052756C65723120706172646F6E6564204EC3BAC3B1657A2E');
INSERT INTO document ("number", "id", "sha256", "raw", "uri", "media_type", "title", "byline", "outlet", "language", "published_edtf", "published_earliest", "published_latest", "published_basis", "published", "retrieved", "extractor", "text", "text_sha256", "blocks", "problems")
VALUES (1, 'dd16c5b4280b69c66', 'e2a71e3dc8b9ab473f3e15670372505f012ea08e75e78bbb6f06585ebb131535', 'e2a71e3dc8b9ab473f3e15670372505f012ea08e75e78bbb6f06585ebb131535', 'a1.txt', 'text/plain', 'News 1', NULL, NULL, NULL, NULL, NULL, NULL, 'unknown', '{"interval":null,"basis":"unknown","evidence":[],"metadata":null}', NULL, NULL, 'News 1'||char(10)||''||char(10)||'President Ruler1 pardoned Núñez.', 'e2a71e3dc8b9ab473f3e15670372505f012ea08e75e78bbb6f06585ebb131535', '[{"kind":"headline","span":{"doc_id":"dd16c5b4280b69c66","start":0,"end":6}}]', '[]');
INSERT INTO judgement ("number", "id", "document", "exact", "prefix", "suffix", "role", "other", "verdict", "judge", "made", "reason", "withdrawn")
VALUES (1, 'j080a9ed428559ef6', 'e2a71e3dc8b9ab473f3e15670372505f012ea08e75e78bbb6f06585ebb131535', 'pardoned', 'Ruler1 ', ' Núñez', 'event', NULL, 'negative', 'ada', '2024-09-12T08:30:01Z', 'a rumour', NULL);
INSERT INTO reading ("document", "created_edtf", "created_earliest", "created_latest", "created_basis", "json")
VALUES ('dd16c5b4280b69c66', NULL, NULL, NULL, 'unknown', '{"created":{"interval":null,"basis":"unknown","evidence":[],"metadata":null},"mentions":[{"id":"m1c9f8ba9e43cd20e","span":{"doc_id":"dd16c5b4280b69c66","start":18,"end":24},"head":{"doc_id":"dd16c5b4280b69c66","start":18,"end":24},"kind":"name","type":"person","chain":"ca0a64ea2ba3e5aca"},{"id":"m99b8b3684d5b343a","span":{"doc_id":"dd16c5b4280b69c66","start":34,"end":39},"head":{"doc_id":"dd16c5b4280b69c66","start":34,"end":39},"kind":"name","type":"person","chain":"c76f46bdc4d163ac8"}],"chains":[{"id":"ca0a64ea2ba3e5aca","type":"person","name":"Ruler1","mentions":["m1c9f8ba9e43cd20e"],"named":true,"gender":null},{"id":"c76f46bdc4d163ac8","type":"person","name":"Núñez","mentions":["m99b8b3684d5b343a"],"named":true,"gender":null}],"timexes":[],"events":[{"id":"m2ecf84710c92955e","type":"pardon","trigger":{"doc_id":"dd16c5b4280b69c66","start":25,"end":33},"sentence":{"doc_id":"dd16c5b4280b69c66","start":8,"end":40},"lemma":"pardon","rule":"made/pardon","score":0.9,"arguments":[{"role":"grantor","span":{"doc_id":"dd16c5b4280b69c66","start":18,"end":24},"mention":"m1c9f8ba9e43cd20e","rule":"made/subject"},{"role":"recipient","span":{"doc_id":"dd16c5b4280b69c66","start":34,"end":39},"mention":"m99b8b3684d5b343a","rule":"made/subject"}],"place":null,"time":{"interval":{"edtf":"1990-01-02","earliest":"1990-01-02","latest":"1990-01-02","grain":"day"},"value":"1990-01-02","type":"DATE","mod":null,"anchor":"none","evidence":[]},"quantities":[],"factuality":"certain","attribution":null}],"statements":[],"problems":[],"versions":[["kipu","0.1.0"]],"expressions":[]}');
INSERT INTO reading_version ("document", "position", "maker", "version")
VALUES ('dd16c5b4280b69c66', 0, 'kipu', '0.1.0');
INSERT INTO chain ("id", "document", "type", "name")
VALUES ('ca0a64ea2ba3e5aca', 'dd16c5b4280b69c66', 'person', 'Ruler1');
INSERT INTO chain ("id", "document", "type", "name")
VALUES ('c76f46bdc4d163ac8', 'dd16c5b4280b69c66', 'person', 'Núñez');
INSERT INTO mention ("id", "document", "chain", "kind", "type", "start", "end", "quote")
VALUES ('m1c9f8ba9e43cd20e', 'dd16c5b4280b69c66', 'ca0a64ea2ba3e5aca', 'name', 'person', 18, 24, 'Ruler1');
INSERT INTO mention ("id", "document", "chain", "kind", "type", "start", "end", "quote")
VALUES ('m99b8b3684d5b343a', 'dd16c5b4280b69c66', 'c76f46bdc4d163ac8', 'name', 'person', 34, 39, 'Núñez');
INSERT INTO event_mention ("number", "id", "document", "type", "trigger_start", "trigger_end", "trigger_quote", "sentence_start", "sentence_end", "sentence", "edtf", "earliest", "latest", "factuality", "source", "source_mention", "cue", "score", "rule")
VALUES (1, 'm2ecf84710c92955e', 'dd16c5b4280b69c66', 'pardon', 25, 33, 'pardoned', 8, 40, 'President Ruler1 pardoned Núñez.', '1990-01-02', '1990-01-02', '1990-01-02', 'certain', NULL, NULL, NULL, 0.9, 'made/pardon');
INSERT INTO event_mention_argument ("event_mention", "position", "role", "mention", "start", "end", "quote", "rule")
VALUES ('m2ecf84710c92955e', 0, 'grantor', 'm1c9f8ba9e43cd20e', 18, 24, 'Ruler1', 'made/subject');
INSERT INTO event_mention_argument ("event_mention", "position", "role", "mention", "start", "end", "quote", "rule")
VALUES ('m2ecf84710c92955e', 1, 'recipient', 'm99b8b3684d5b343a', 34, 39, 'Núñez', 'made/subject');
UPDATE meta SET value = 2 WHERE key = 'generation';
