// Figures of an entity with their status and period
:param id => 'org/innovation-industrial';
MATCH (:Entity {id: $id})-[:HAS_OBSERVATION]->(o:Observation)
RETURN o.metric AS metric, o.product AS product, o.value AS value, o.unit AS unit, o.period AS period,
       o.status AS status, o.sources AS sources, o.conflict AS conflict
ORDER BY metric, product, period
