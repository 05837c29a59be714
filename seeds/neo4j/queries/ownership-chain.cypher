// Who owns this company, over any number of steps
MATCH path = (owner)-[:OWNS*1..6]->(:Company {id: 'org/hongtuo-industrial'})
RETURN path
