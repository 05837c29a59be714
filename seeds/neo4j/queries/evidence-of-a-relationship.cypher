// Evidence of a relationship: its sentences and documents
:param from => 'org/weiqiao-aluminum-power';
:param to => 'org/hongtuo-industrial';
MATCH (a:Entity {id: $from})-[r]->(b:Entity {id: $to})
USING INDEX a:Entity(id)
WHERE r.statements IS NOT NULL
UNWIND r.statements AS id
MATCH (s:Statement {id: id})-[:STATED_IN]->(d:Document)
USING INDEX s:Statement(id)
RETURN type(r) AS relationship, s.status AS status, s.quote AS quote, s.start AS start, d.title AS document,
       d.published AS published, d.url AS url
ORDER BY relationship, published DESC
