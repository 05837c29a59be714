// Figures of a company with their status and period
MATCH (:Company {id: 'org/innovation-industrial'})-[:HAS_OBSERVATION]->(o:Observation)
RETURN o.metric AS metric, o.product AS product, o.value AS value, o.unit AS unit, o.period AS period, o.status AS status
ORDER BY metric, product, period
