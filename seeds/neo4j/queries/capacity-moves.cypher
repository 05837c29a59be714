// Capacity that moves, done or planned
MATCH (company:Entity)-[move:TRANSFERS_CAPACITY_TO]->(target:Entity)
RETURN company.name AS company, target.name AS target, move.quantity AS quantity, move.unit AS unit,
       move.product AS product, move.period AS period, move.status AS status, move.quote AS quote
ORDER BY quantity DESC
