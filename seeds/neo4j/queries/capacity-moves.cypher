// Capacity that moves, done or planned
MATCH (company)-[move:TRANSFERS_CAPACITY_TO]->(target)
RETURN company.name AS company, target.name AS target, move.quantity AS quantity, move.unit AS unit,
       move.period AS period, move.status AS status
ORDER BY quantity DESC
