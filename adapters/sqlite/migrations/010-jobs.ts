// All background jobs in one table, with their steps. Until version 9, only runs of schedules had rows.
import { OWNERSHIP, type Migration } from './migration.ts';

// `status` is the code of an ended job, or its state. A job outlives its schedule. NULL ticks are all different.
const TABLES = `
CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  queue_key TEXT NOT NULL,
  subject TEXT NOT NULL,
  tick INTEGER,
  agent_id TEXT,
  session_key TEXT,
  status TEXT NOT NULL,
  ended INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  words TEXT NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP},
  UNIQUE (subject, tick)
) STRICT;
CREATE INDEX jobs_by_subject ON jobs (subject, created_at);
CREATE INDEX jobs_by_time ON jobs (created_at);
CREATE INDEX jobs_unfinished ON jobs (created_at) WHERE ended = 0;
CREATE TABLE job_steps (
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP},
  UNIQUE (job_id, name)
) STRICT;`;

const KIND = `CASE
  WHEN id LIKE 'wake:%' OR id LIKE 'asked:%' THEN 'wake'
  WHEN job_id LIKE 'heartbeat:%' THEN 'heartbeat'
  ELSE 'schedule' END`;

const STATE = `CASE status
  WHEN 'claimed' THEN 'running' WHEN 'ok' THEN 'done'
  WHEN 'error' THEN 'failed' WHEN 'interrupted' THEN 'failed' ELSE 'canceled' END`;

const CODE = `CASE WHEN status IN ('interrupted', 'skipped', 'missed') THEN status END`;

// A row that was open when the host stopped had started its only step. json_patch leaves out the members that are NULL in its second argument.
const TO_JOBS = `
INSERT INTO jobs (id, kind, queue_key, subject, tick, agent_id, session_key, status, ended, created_at, words, json, owner_id, gateway_id)
SELECT id, ${KIND}, job_id, job_id, tick, agent_id, json_extract(json, '$.sessionKey'), coalesce(${CODE}, ${STATE}), status <> 'claimed',
  claimed_at, words,
  json_patch('{}', json_object(
    'id', id, 'kind', ${KIND}, 'queueKey', job_id, 'ownerId', owner_id, 'subject', job_id,
    'title', json_extract(json, '$.jobName'), 'agentId', agent_id, 'sessionKey', json_extract(json, '$.sessionKey'),
    'tickMs', tick, 'key', json_extract(json, '$.runId'), 'state', ${STATE}, 'code', ${CODE},
    'attempts', CASE WHEN status IN ('skipped', 'missed') THEN 0 ELSE 1 END,
    'reason', json_extract(json, '$.reason'), 'error', json_extract(json, '$.error'),
    'result', json(nullif(json_patch('{}', json_object(
      'summary', json_extract(json, '$.summary'), 'provider', json_extract(json, '$.provider'),
      'model', json_extract(json, '$.model'), 'usage', json_extract(json, '$.usage'),
      'sessionId', json_extract(json, '$.sessionId'))), '{}')),
    'createdAtMs', claimed_at,
    'startedAtMs', CASE WHEN status IN ('skipped', 'missed') THEN NULL ELSE claimed_at END,
    'endedAtMs', json_extract(json, '$.endedAtMs'))),
  owner_id, gateway_id
FROM schedule_runs ORDER BY rowid;
INSERT INTO job_steps (job_id, name, json, owner_id, gateway_id)
SELECT id, 'run', json_object('jobId', id, 'name', 'run', 'state', 'running', 'afterCrash', 'rerun-with-key'), owner_id, gateway_id
FROM schedule_runs WHERE status = 'claimed' ORDER BY rowid;
DROP TABLE schedule_runs;`;

const RUN_TABLE = `
CREATE TABLE schedule_runs (
  id TEXT PRIMARY KEY,
  job_id TEXT NOT NULL,
  tick INTEGER,
  agent_id TEXT NOT NULL,
  status TEXT NOT NULL,
  claimed_at INTEGER NOT NULL,
  words TEXT NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP},
  UNIQUE (job_id, tick)
) STRICT;
CREATE INDEX schedule_runs_by_job ON schedule_runs (job_id, claimed_at);
CREATE INDEX schedule_runs_by_time ON schedule_runs (claimed_at);
CREATE INDEX schedule_runs_open ON schedule_runs (claimed_at) WHERE status = 'claimed';`;

const ROW_STATUS = `CASE
  WHEN status IN ('interrupted', 'skipped', 'missed') THEN status
  WHEN ended = 0 THEN 'claimed' WHEN status = 'done' THEN 'ok' ELSE 'error' END`;

const TO_RUNS = `
INSERT INTO schedule_runs (id, job_id, tick, agent_id, status, claimed_at, words, json, owner_id, gateway_id)
SELECT id, subject, tick, agent_id, ${ROW_STATUS}, created_at, words,
  json_patch('{}', json_object(
    'id', id, 'jobId', subject, 'jobName', json_extract(json, '$.title'), 'agentId', agent_id, 'tickMs', tick,
    'status', ${ROW_STATUS}, 'reason', json_extract(json, '$.reason'), 'runId', json_extract(json, '$.key'),
    'claimedAtMs', created_at, 'endedAtMs', json_extract(json, '$.endedAtMs'), 'sessionKey', session_key,
    'sessionId', json_extract(json, '$.result.sessionId'), 'summary', json_extract(json, '$.result.summary'),
    'error', json_extract(json, '$.error'), 'provider', json_extract(json, '$.result.provider'),
    'model', json_extract(json, '$.result.model'), 'usage', json_extract(json, '$.result.usage'))),
  owner_id, gateway_id
FROM jobs WHERE kind IN ('schedule', 'heartbeat', 'wake') ORDER BY rowid;
DROP TABLE job_steps;
DROP TABLE jobs;`;

/** Creates the tables of jobs from those of schedule runs. */
export const JOB_TABLES: Migration = {
  version: 10,
  name: 'jobs',
  up: (database) => void database.exec(TABLES + TO_JOBS),
  down: (database) => void database.exec(RUN_TABLE + TO_RUNS),
};
