// Background jobs and their steps in memory, for tests.
import {
  getJobStatus,
  hasEnded,
  type Job,
  type JobChange,
  type JobQuery,
  type JobsStore,
  type JobStep,
} from '#core/ports/jobs.ts';

/** What the tables hold. */
export interface JobTables {
  readonly jobs: Map<string, Job>;
  /** By the id of the job, then by name. */
  readonly steps: Map<string, Map<string, JobStep>>;
}

/** No jobs. */
export const emptyJobTables = (): JobTables => ({ jobs: new Map(), steps: new Map() });

interface Around {
  applyChange(change: JobChange): void;
  /** Called before each change: a test may let it fail there. */
  writing(): void;
}

/** The jobs of the in-memory store. */
export function jobStore({ jobs, steps }: JobTables, { applyChange, writing }: Around): JobsStore {
  return {
    async add(asked, change = {}) {
      writing();
      const added = asked.filter((job) => {
        if (isKnown(jobs, job)) return false;
        jobs.set(job.id, structuredClone(job));
        return true;
      });
      applyChange(change);
      return added;
    },
    async save(job, change = {}) {
      writing();
      if (jobs.has(job.id)) jobs.set(job.id, structuredClone(job));
      applyChange(change);
    },
    get: async (id) => structuredClone(jobs.get(id)),
    list: async (query) => listJobs([...jobs.values()], query),
    unfinished: async () =>
      structuredClone([...jobs.values()].filter((job) => !hasEnded(job))).toSorted(
        (a, b) => a.createdAtMs - b.createdAtMs,
      ),
    async saveStep(step) {
      writing();
      if (!jobs.has(step.jobId)) return;
      const known = steps.get(step.jobId) ?? new Map<string, JobStep>();
      steps.set(step.jobId, known.set(step.name, structuredClone(step)));
    },
    steps: async (jobId) => structuredClone([...(steps.get(jobId)?.values() ?? [])]),
    async prune(keep) {
      const bySubject = Map.groupBy([...jobs.values()].filter(hasEnded), ({ subject }) => subject);
      const gone = [...bySubject.values()].flatMap((list) =>
        list.toSorted((a, b) => a.createdAtMs - b.createdAtMs).slice(0, Math.max(0, list.length - keep)),
      );
      for (const { id } of gone) {
        jobs.delete(id);
        steps.delete(id);
      }
      return gone.length;
    },
  };
}

function isKnown(jobs: JobTables['jobs'], { id, subject, tickMs }: Job): boolean {
  if (jobs.has(id)) return true;
  return tickMs !== undefined && [...jobs.values()].some((job) => job.subject === subject && job.tickMs === tickMs);
}

function listJobs(all: readonly Job[], query: JobQuery) {
  const { id, kinds, subject, agentId, sessionKey, statuses, search } = query;
  const found = all.filter(
    (job) =>
      (id === undefined || job.id === id) &&
      (kinds === undefined || kinds.includes(job.kind)) &&
      (subject === undefined || job.subject === subject) &&
      (agentId === undefined || job.agentId === agentId) &&
      (sessionKey === undefined || job.sessionKey === sessionKey) &&
      (statuses === undefined || statuses.includes(getJobStatus(job))) &&
      (search === undefined || toSearchText(job).includes(search.toLowerCase())),
  );
  const sorted = found.toSorted((a, b) => a.createdAtMs - b.createdAtMs);
  const ordered = query.order === 'asc' ? sorted : sorted.toReversed();
  return { jobs: structuredClone(ordered.slice(query.offset, query.offset + query.limit)), total: found.length };
}

function toSearchText({ title, result, error = '' }: Job): string {
  return `${title}\n${result?.summary ?? ''}\n${error}`.toLowerCase();
}
