// Evidence of the figures of an entity: sentences and documents
:param id => 'org/innovation-industrial';
:param metric => 'capacity';
MATCH (:Entity {id: $id})-[:HAS_OBSERVATION]->(o:Observation {metric: $metric})
MATCH (o)<-[:OBJECT]-(s:Statement)-[:STATED_IN]->(d:Document)
RETURN o.product AS product, o.value AS value, o.unit AS unit, o.status AS status, s.quote AS quote, d.title AS document
ORDER BY product, value
