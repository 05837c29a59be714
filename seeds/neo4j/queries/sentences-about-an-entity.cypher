// All sentences about an entity, with their documents
:param id => 'org/hongtuo-industrial';
MATCH (:Entity {id: $id})<-[:SUBJECT|OBJECT]-(s:Statement)-[:STATED_IN]->(d:Document)
RETURN DISTINCT s.predicate AS predicate, s.status AS status, s.quote AS quote, d.title AS document,
       d.published AS published
ORDER BY predicate, quote
