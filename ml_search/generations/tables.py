"""Generations in PostgreSQL: the statements of the store pgvector. `{base}` is the number of a table."""

REGISTER = """
    SELECT pg_advisory_xact_lock(hashtext('ml_search_generation'));
    CREATE TABLE IF NOT EXISTS ml_search_generation (
        number bigserial PRIMARY KEY,
        site bigint NOT NULL,
        base bigint NOT NULL,
        name text COLLATE "C" NOT NULL,
        manifest text NOT NULL,
        UNIQUE (site, name)
    );
    CREATE TABLE IF NOT EXISTS ml_search_active_generation (
        site bigint PRIMARY KEY,
        number bigint NOT NULL REFERENCES ml_search_generation ON DELETE CASCADE
    )
"""
GENERATIONS = "SELECT number, base, manifest FROM ml_search_generation WHERE site = %s ORDER BY name DESC"
ACTIVE = """
    SELECT number, base, manifest FROM ml_search_active_generation JOIN ml_search_generation USING (number)
    WHERE ml_search_generation.site = %s
"""
ACTIVATE = """
    INSERT INTO ml_search_active_generation
    SELECT site, number FROM ml_search_generation WHERE site = %s AND name = %s
    ON CONFLICT (site) DO UPDATE SET number = excluded.number
"""
INCOMING = """
    CREATE TEMPORARY TABLE incoming (id bigint PRIMARY KEY, vector halfvec({dimensions}) NOT NULL) ON COMMIT DROP
"""
TABLE = """
    CREATE TABLE ml_search_vectors_{base} (
        id bigint NOT NULL,
        since bigint NOT NULL,
        until bigint,
        vector halfvec({dimensions}) NOT NULL,
        PRIMARY KEY (id, since)
    )
"""
INDEX = """
    CREATE INDEX ml_search_hnsw_{base} ON ml_search_vectors_{base}
    USING hnsw (vector halfvec_ip_ops) WITH (m = {neighbours}, ef_construction = {ef})
"""
ANALYZE = "ANALYZE ml_search_vectors_{base}"
DROP_INDEX = "DROP INDEX ml_search_hnsw_{base}"
MEMORY = """
    SELECT set_config('maintenance_work_mem', greatest(setting::bigint, 524288)::text, true) FROM pg_settings
    WHERE name = 'maintenance_work_mem'
"""
"""In kB. A graph that does not fit takes several times as long."""
CHANGES = """
    SELECT count(*), count(*) FILTER (WHERE kept.vector IS DISTINCT FROM incoming.vector)
    FROM (SELECT id, vector FROM ml_search_vectors_{base} WHERE until IS NULL) AS kept FULL JOIN incoming USING (id)
"""
RETIRE = """
    UPDATE ml_search_vectors_{base} AS kept SET until = %(number)s WHERE until IS NULL AND NOT EXISTS
    (SELECT FROM incoming WHERE incoming.id = kept.id AND incoming.vector = kept.vector)
"""
ADD = """
    INSERT INTO ml_search_vectors_{base} (id, since, vector)
    SELECT id, %(number)s, vector FROM incoming WHERE NOT EXISTS
    (SELECT FROM ml_search_vectors_{base} AS kept WHERE kept.id = incoming.id AND until IS NULL)
"""
SEARCH = """
    SELECT id, -(vector <#> %(query)s::halfvec) FROM ml_search_vectors_{base}
    WHERE since <= %(number)s AND (until IS NULL OR until > %(number)s) {among}
    ORDER BY (vector <#> %(query)s::halfvec) {exactly} LIMIT %(k)s
"""
AMONG = "AND id = ANY(%(among)s)"
EXACTLY = "+ 0"
"""No index knows this order."""
ENTER = """
    INSERT INTO ml_search_generation (number, site, base, name, manifest) VALUES (%s, %s, %s, %s, %s)
"""
FORGET = "DELETE FROM ml_search_generation WHERE site = %s AND NOT number = ANY(%s)"
REMOVE_RETIRED = "DELETE FROM ml_search_vectors_{base} WHERE until <= %s"
DROP_INCOMING = "DROP TABLE incoming"
DROP = "DROP TABLE IF EXISTS ml_search_vectors_{base}"
EFFORT = """
    SELECT set_config('hnsw.ef_search', %s, true), set_config('hnsw.iterative_scan', 'strict_order', true),
        set_config('jit', 'off', true)
"""
