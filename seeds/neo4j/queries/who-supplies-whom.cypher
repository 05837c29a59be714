// Who supplies whom, and with what
MATCH (seller:Entity)-[s:SUPPLIES]->(buyer:Entity)
RETURN seller.name AS seller, buyer.name AS buyer, s.product AS product, s.quantity AS quantity, s.unit AS unit,
       s.status AS status, s.quote AS quote
ORDER BY seller, buyer
