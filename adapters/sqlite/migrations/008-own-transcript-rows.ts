// Transcript rows in Gatehouse's own format. Until version 7, they had the format of the OpenClaw protocol, which is now computed
// on read.
import type { Migration } from './migration.ts';

const UP = `
ALTER TABLE transcript ADD COLUMN ts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE transcript ADD COLUMN entry_id TEXT NOT NULL DEFAULT '';
ALTER TABLE transcript ADD COLUMN run_id TEXT;
ALTER TABLE transcript ADD COLUMN stop_reason TEXT;
ALTER TABLE transcript ADD COLUMN provider TEXT;
DROP INDEX transcript_entries;
UPDATE transcript SET
  ts = coalesce(json_extract(json, '$.__openclaw.recordTimestampMs'), json_extract(json, '$.timestamp'), 0),
  entry_id = coalesce(json_extract(json, '$.__openclaw.id'), ''),
  run_id = json_extract(json, '$.__openclaw.runId'),
  stop_reason = json_extract(json, '$.stopReason'),
  provider = json_extract(json, '$.provider'),
  json = json_remove(json, '$.__openclaw', '$.idempotencyKey', '$.api', '$.stopReason', '$.openclawAbort');
CREATE INDEX transcript_entries ON transcript (session, entry_id);`;

const MARK = `json_patch(
  json_object('id', entry_id, 'seq', seq, 'recordTimestampMs', ts, 'runId', run_id),
  CASE WHEN json_extract(json, '$.role') = 'user'
    THEN json_object('idempotencyKey', run_id || ':user', 'senderIsOwner', json('true')) ELSE '{}' END)`;

const DOWN = `
DROP INDEX transcript_entries;
UPDATE transcript SET json = json_patch(json, json_object(
  'idempotencyKey', CASE WHEN json_extract(json, '$.role') = 'user' THEN run_id || ':user' END,
  'api', CASE
    WHEN provider = 'anthropic' THEN 'anthropic-messages'
    WHEN provider IN ('demo', 'ollama', 'gatehouse') THEN provider
    WHEN provider IS NOT NULL THEN 'openai-completions' END,
  'stopReason', CASE stop_reason WHEN 'refusal' THEN 'error' WHEN 'interrupted' THEN 'aborted' ELSE stop_reason END,
  'openclawAbort', CASE WHEN stop_reason = 'aborted'
    THEN json_object('aborted', json('true'), 'origin', 'rpc', 'runId', run_id) END,
  '__openclaw', json(${MARK})));
ALTER TABLE transcript DROP COLUMN provider;
ALTER TABLE transcript DROP COLUMN stop_reason;
ALTER TABLE transcript DROP COLUMN run_id;
ALTER TABLE transcript DROP COLUMN entry_id;
ALTER TABLE transcript DROP COLUMN ts;
CREATE INDEX transcript_entries ON transcript (session, json_extract(json, '$.__openclaw.id'));`;

/** Converts transcript rows. */
export const OWN_TRANSCRIPT_ROWS: Migration = {
  version: 8,
  name: 'own transcript rows',
  up: (database) => void database.exec(UP),
  down: (database) => void database.exec(DOWN),
};
