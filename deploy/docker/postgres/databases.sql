-- Run once, on an empty volume: one database for each service, and no way into another's.
-- Each has two roles: <service>_owner owns the tables and migrates them; <service> is given by `migrate` what a service
-- needs on them, so that it can change neither tables nor what is only ever added to.
\set needs_password `cat /run/secrets/needs_database_password`
\set offers_password `cat /run/secrets/offers_database_password`
\set matcher_password `cat /run/secrets/matcher_database_password`
\set needs_owner_password `cat /run/secrets/needs_owner_password`
\set offers_owner_password `cat /run/secrets/offers_owner_password`
\set matcher_owner_password `cat /run/secrets/matcher_owner_password`

CREATE ROLE needs LOGIN PASSWORD :'needs_password';
CREATE ROLE offers LOGIN PASSWORD :'offers_password';
CREATE ROLE matcher LOGIN PASSWORD :'matcher_password';
CREATE ROLE needs_owner LOGIN PASSWORD :'needs_owner_password';
CREATE ROLE offers_owner LOGIN PASSWORD :'offers_owner_password';
CREATE ROLE matcher_owner LOGIN PASSWORD :'matcher_owner_password';

CREATE DATABASE needs OWNER needs_owner;
CREATE DATABASE offers OWNER offers_owner;
CREATE DATABASE matcher OWNER matcher_owner;

REVOKE CONNECT, TEMPORARY ON DATABASE needs, offers, matcher, postgres FROM PUBLIC;
GRANT CONNECT ON DATABASE needs TO needs;
GRANT CONNECT ON DATABASE offers TO offers;
GRANT CONNECT ON DATABASE matcher TO matcher;
