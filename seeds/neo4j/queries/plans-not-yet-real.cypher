// Plans and rumours about an entity that are not yet real
:param id => 'org/hongtuo-industrial';
MATCH (e:Entity {id: $id})<-[:SUBJECT|OBJECT]-(s:Statement)-[:STATED_IN]->(d:Document)
WHERE s.status IN ['planned', 'rumoured']
RETURN DISTINCT s.predicate AS what, s.status AS status, s.period AS period, s.quote AS quote, d.title AS document,
       d.published AS published
ORDER BY published DESC, what
