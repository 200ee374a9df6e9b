-- Run once, on an empty volume: one database and one role for each service, and no way into another's.
\set needs_password `cat /run/secrets/needs_database_password`
\set offers_password `cat /run/secrets/offers_database_password`
\set matcher_password `cat /run/secrets/matcher_database_password`

CREATE ROLE needs LOGIN PASSWORD :'needs_password';
CREATE ROLE offers LOGIN PASSWORD :'offers_password';
CREATE ROLE matcher LOGIN PASSWORD :'matcher_password';

CREATE DATABASE needs OWNER needs;
CREATE DATABASE offers OWNER offers;
CREATE DATABASE matcher OWNER matcher;

REVOKE CONNECT, TEMPORARY ON DATABASE needs, offers, matcher, postgres FROM PUBLIC;
