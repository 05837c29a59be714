// The sentences behind the relationships of a company
MATCH (s:Statement)-[:SUBJECT|OBJECT]->(:Company {id: 'org/hongtuo-industrial'}), (s)-[:STATED_IN]->(d:Document)
RETURN s.predicate AS predicate, s.status AS status, s.quote AS quote, d.title AS document, d.published AS published
