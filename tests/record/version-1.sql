-- What a record of version 1 holds after one document and one judgement. Never changed.
INSERT INTO raw ("sha256", "size", "compression", "bytes")
VALUES ('e2a71e3dc8b9ab473f3e15670372505f012ea08e75e78bbb6f06585ebb131535', 42, 'none', X'4E65777320310A0A507265736964656E742052756C65723120706172646F6E6564204EC3BAC3B1657A2E');
INSERT INTO document ("number", "id", "sha256", "raw", "uri", "media_type", "title", "byline", "outlet", "language", "published_edtf", "published_earliest", "published_latest", "published_basis", "published", "retrieved", "extractor", "text", "text_sha256", "blocks", "problems")
VALUES (1, 'dd16c5b4280b69c66', 'e2a71e3dc8b9ab473f3e15670372505f012ea08e75e78bbb6f06585ebb131535', 'e2a71e3dc8b9ab473f3e15670372505f012ea08e75e78bbb6f06585ebb131535', 'a1.txt', 'text/plain', 'News 1', NULL, NULL, NULL, NULL, NULL, NULL, 'unknown', '{"interval":null,"basis":"unknown","evidence":[],"metadata":null}', NULL, NULL, 'News 1'||char(10)||''||char(10)||'President Ruler1 pardoned Núñez.', 'e2a71e3dc8b9ab473f3e15670372505f012ea08e75e78bbb6f06585ebb131535', '[{"kind":"headline","span":{"doc_id":"dd16c5b4280b69c66","start":0,"end":6}}]', '[]');
INSERT INTO judgement ("number", "id", "document", "exact", "prefix", "suffix", "role", "other", "verdict", "judge", "made", "reason", "withdrawn")
VALUES (1, 'j080a9ed428559ef6', 'e2a71e3dc8b9ab473f3e15670372505f012ea08e75e78bbb6f06585ebb131535', 'pardoned', 'Ruler1 ', ' Núñez', 'event', NULL, 'negative', 'ada', '2024-09-12T08:30:01Z', 'a rumour', NULL);
INSERT INTO reading ("document", "created_edtf", "created_earliest", "created_latest", "created_basis", "packed")
VALUES ('dd16c5b4280b69c66', NULL, NULL, NULL, 'unknown', X'789CA554CB72DB300CFC179C1D572F2B926E9D69AF3D747AF3783A2009DB6C244AA52837AEC71FD56BAFF9B182B294F12B19A7B9D914B05860B1D881B4848E14143BD0C691DD600985E9CA7202025BDD42019D7930F52F0313A08D56642441315F4CA022870A1D1EE2F7FEC1385D1BCE99331A634215CA7C9909CC2989A58A026290B641E3CBA95A7EEF83940A53391349940522CD659AFA2087D64111665CD470509430FE9A50FD5FE683F63FC160E519B86DC32D4043B6AD7D5B728D9A2981C400D384301218D30C25C27E323692E72213719A256A26E224C637361227039D387F6323A7993736729F2E93542899306E8C3283FD62F87A24CE65BB97887DA102BE7625D9104E24BE22EEE290C0E0CE7634811513273BEEC758F682DC8B65BF3CFD7DFA43BFCFEB5E68F16A5DFEE874458FD41ED696368C75BCA311C96596DC8781CCA37C363B1E2C5AD5F37156AF561EF136CDA2D9A859CC9AB55CEFE09ADBB2C7CD4D024E2EA9AAF0988A65293C6B54F4E1F9B195B5E5D7609A4F00EDAAAB9E5BB4751FBEB2685C6DDF65BF4183176C7DCCABEDC40F92AEB7CF40C092D48D66847719E788C215435EA5C08A3725FAE91FAE9ADF85D36BB703526EC989619E077741781744FED6A12D35B5EEFCBDE47379F9CAF3ED9DA770CB5D03E376741E332CD5A78FDF3EFB8DAED548098D5CB3366CEBDAD0D99965B09F1D6BA79D1E177889D275586AB7F56E22EB7C694671BCA5A23BCC67DC7C9EA2A3711BFC286C2D78A5867F1BF6DBE0AA399F96A66398601A4E035878A33C3696DA3160B1FF076758E6C5');
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
