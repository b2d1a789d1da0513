// Background jobs and their steps.
import {
  getJobStatus,
  hasEnded,
  type Job,
  type JobChange,
  type JobQuery,
  type JobsStore,
  type JobStep,
} from '#core/ports/jobs.ts';
import type { Connection } from './connection.ts';

const SAVE =
  'UPDATE jobs SET session_key = @sessionKey, status = @status, ended = @ended, words = @words, json = @json WHERE id = @id';
const PRUNE = `DELETE FROM jobs WHERE rowid IN (
  SELECT rowid FROM (
    SELECT rowid, row_number() OVER (PARTITION BY subject ORDER BY created_at DESC, rowid DESC) AS place
    FROM jobs WHERE ended = 1
  ) WHERE place > ?
)`;

/** Opens the tables of jobs. `applyChange` saves the changes that accompany a job, within the open transaction. */
export function openJobs(connection: Connection, applyChange: (change: JobChange) => void): JobsStore {
  const { database } = connection;
  const add = connection.insert('jobs', 'ON CONFLICT DO NOTHING');
  const save = database.prepare(SAVE);
  const one = connection.record<[string], Job>('SELECT json FROM jobs WHERE id = ?');
  const open = connection.records<[], Job>('SELECT json FROM jobs WHERE ended = 0 ORDER BY created_at, rowid');
  const owner = connection.cell<[string], string>('SELECT owner_id FROM jobs WHERE id = ?');
  const saveStep = connection.insert('job_steps', 'ON CONFLICT (job_id, name) DO UPDATE SET json = @json');
  const steps = connection.records<[string], JobStep>('SELECT json FROM job_steps WHERE job_id = ? ORDER BY rowid');
  const prune = database.prepare(PRUNE);
  return {
    add: async (jobs, change = {}) =>
      connection.write(() => {
        const added = jobs.filter((job) => add(toColumns(job)).changes > 0);
        applyChange(change);
        return added;
      }),
    save: async (job, change = {}) =>
      connection.write(() => {
        const { id, sessionKey, status, ended, words, json } = toColumns(job);
        save.run({ id, sessionKey, status, ended, words, json });
        applyChange(change);
      }),
    get: async (id) => one(id),
    list: async (query) => listJobs(connection, query),
    unfinished: async () => open(),
    saveStep: async (step) =>
      connection.write(() => {
        const ownerId = owner(step.jobId);
        if (ownerId !== undefined)
          saveStep({ jobId: step.jobId, name: step.name, json: JSON.stringify(step), ownerId });
      }),
    steps: async (jobId) => steps(jobId),
    prune: async (keep) => connection.write(() => prune.run(keep).changes),
  };
}

function listJobs(connection: Connection, query: JobQuery) {
  const { where, values } = buildConditions(query);
  const direction = query.order === 'asc' ? 'ASC' : 'DESC';
  const count = connection.statement(`SELECT count(*) AS n FROM jobs ${where}`);
  const rows = connection.statement(
    `SELECT json FROM jobs ${where} ORDER BY created_at ${direction}, rowid ${direction} LIMIT ? OFFSET ?`,
  );
  return connection.read(() => ({
    jobs: (rows.all(...values, query.limit, query.offset) as { json: string }[]).map(
      ({ json }) => JSON.parse(json) as Job,
    ),
    total: (count.get(...values) as { n: number }).n,
  }));
}

function toColumns(job: Job) {
  const { id, kind, queueKey, subject, title, error = '', result: { summary = '' } = {}, ownerId } = job;
  return {
    id,
    kind,
    queueKey,
    subject,
    ownerId,
    tick: job.tickMs ?? null,
    agentId: job.agentId ?? null,
    sessionKey: job.sessionKey ?? null,
    status: getJobStatus(job),
    ended: hasEnded(job) ? 1 : 0,
    createdAt: job.createdAtMs,
    words: `${title}\n${summary}\n${error}`.toLowerCase(),
    json: JSON.stringify(job),
  };
}

/** One condition per filter. The text depends only on the filters used and their lengths, so few statements are prepared. */
function buildConditions({ id, kinds, subject, agentId, sessionKey, statuses, search }: JobQuery) {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const add = (text: string, ...more: readonly unknown[]): void => {
    conditions.push(text);
    values.push(...more);
  };
  const addList = (column: string, list: readonly string[]): void =>
    add(`${column} IN (${list.map(() => '?').join(', ')})`, ...list);
  if (id !== undefined) add('id = ?', id);
  if (kinds !== undefined) addList('kind', kinds);
  if (subject !== undefined) add('subject = ?', subject);
  if (agentId !== undefined) add('agent_id = ?', agentId);
  if (sessionKey !== undefined) add('session_key = ?', sessionKey);
  if (statuses !== undefined) addList('status', statuses);
  if (search !== undefined) add('instr(words, ?) > 0', search.toLowerCase());
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values };
}
