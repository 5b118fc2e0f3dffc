-- What the db routes read, and the role that may read it.
-- Blank lines end the statements: PostgreSQL's single-user mode, which runs this natively, needs them.

CREATE TABLE items (
  id integer PRIMARY KEY,
  label text NOT NULL
);

INSERT INTO items SELECT id, 'item ' || id FROM generate_series(1, 100000) AS id;

-- Leaves nothing to be done by the first readers, nor by autovacuum, which is off.
VACUUM (ANALYZE) items;

-- It gets its password elsewhere; without one it is let in nowhere.
CREATE ROLE headroom LOGIN;

REVOKE ALL ON DATABASE headroom FROM PUBLIC;

GRANT CONNECT ON DATABASE headroom TO headroom;

-- What PostgreSQL 15 does by itself.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

GRANT SELECT ON items TO headroom;
