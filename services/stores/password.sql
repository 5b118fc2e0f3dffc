-- For psql in the container, where the password is a variable of the environment.

\getenv password POSTGRES_PASSWORD

ALTER ROLE headroom PASSWORD :'password';
