// Value chain from bauxite to foil: who makes what, who supplies whom
:param products => ['bauxite', 'aluminium-hydroxide', 'alumina', 'aluminium', 'rolled-products', 'foil'];
UNWIND $products AS name
MATCH (product:Entity {id: 'product/' + name})
OPTIONAL MATCH made = (maker:Entity)-[:PRODUCES]->(product)
OPTIONAL MATCH sold = (maker)-[:SUPPLIES]->(:Entity)
RETURN product, made, sold
