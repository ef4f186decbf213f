"""Settings, addresses, process entry points: wires everything; nobody imports it."""
