// The store of a gateway: one SQLite file, owned by one process.
import type { Database } from 'better-sqlite3';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Store } from '#core/ports/store.ts';
import { blobFolder } from '../blobs/blob-files.ts';
import { openBlobFolder } from '../blobs/open-blob-folder.ts';
import type { FormerKey } from '../secrets/sealing-key.ts';
import { openActivity } from './activity-store.ts';
import { openAgentFiles } from './agent-file-store.ts';
import { openApprovals } from './approval-store.ts';
import { openAuditLog, type AuditLog } from './audit-log.ts';
import { listBackups } from './backups.ts';
import { connect, type Connection } from './connection.ts';
import { openAttachments, openBlobs } from './blob-store.ts';
import { openBudgets } from './budget-store.ts';
import { openChanges } from './changes-store.ts';
import { openConsole } from './console-store.ts';
import { openShareLinks } from './share-link-store.ts';
import { openDispatches } from './dispatch-store.ts';
import { damagedMessage, openDatabase } from './open-database.ts';
import { createWriteCheck } from './write-check.ts';
import { StoreProblems } from './store-problems.ts';
import { openModelRequests } from './model-request-store.ts';
import { removeCopy } from './open-newer.ts';
import { openOutbound } from './outbound-store.ts';
import { openFileVersions } from './file-version-store.ts';
import { openIdentity } from './identity-store.ts';
import { scheduleIntegrityCheck } from './integrity-schedule.ts';
import { openJobs } from './job-store.ts';
import { openProjects } from './project-store.ts';
import { openRunQueue } from './run-queue-store.ts';
import { openSchedules } from './schedule-store.ts';
import { openSecrets, type SealedSecrets } from './secret-store.ts';
import { openSessions } from './session-store.ts';
import { openSessionWriter } from './session-writer.ts';
import { openSettings } from './settings-store.ts';
import { openUsageLog } from './usage-store.ts';
import { openWorktrees } from './worktree-store.ts';

/** Options of the store. */
export interface StoreOptions {
  /** The database file; its folder exists. */
  readonly path: string;
  /** 32-byte key that seals secrets. */
  readonly sealingKey: Uint8Array;
  /** The previous key: secrets sealed with it are sealed again with the current one, then it is discarded. */
  readonly former?: FormerKey;
  /** Called with every stored secret, now and later, to keep it out of the logs. */
  readonly learnSecret?: (value: string) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens or creates the store and migrates it to the newest version. @throws {StoreOpenError} */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { database, backup, readOnly } = openDatabase(options.path, options.clock.now());
  if (readOnly !== undefined) return openReadOnly(database, options, readOnly);
  if (backup !== undefined) {
    options.log.info('Database migrated. A backup of the previous version was kept.', { backup });
  }
  const store = storeOver(database, options);
  const { settings, problemList: problems, reportDamage: damaged } = store;
  const stopChecking = await scheduleIntegrityCheck({ ...options, settings, problems, damaged });
  return {
    ...store,
    async close() {
      stopChecking();
      await store.close();
    },
  };
}

/** The store over a copy of a newer database. */
function openReadOnly(database: Database, { former: _, ...options }: StoreOptions, why: string): Store {
  // The former key isn't used, because it would be discarded although the database still needs it.
  const store = storeOver(database, options);
  store.problemList.report('newer', why);
  return {
    ...store,
    // The folder of contents is that of the newer version, which can use some in tables that this version doesn't know.
    blobs: { ...store.blobs, removeUnused: async () => 0 },
    isReadOnly: true,
    async close() {
      await store.close();
      removeCopy(options.path);
    },
  };
}

/** A store, and what the checks of its file need. */
export interface OpenStore extends Store {
  readonly problemList: StoreProblems;
  readonly reportDamage: () => void;
}

/** The store over an open database at the newest version; closing the store closes the database. */
export function storeOver(database: Database, options: StoreOptions): OpenStore {
  const { path, sealingKey, clock, log, learnSecret = () => {} } = options;
  const problemList = new StoreProblems(log);
  const damaged = () => {
    const message = damagedMessage(path, listBackups(path));
    problemList.report('damage', message);
    return message;
  };
  const connection = connect(database, {
    damaged,
    unwritable: (why) => problemList.report('writes', `Nothing can be saved to the database ${path}. ${why}`),
    written: () => problemList.solved('writes', 'The database can be written again.'),
  });
  const audit = openAuditLog(connection, sealingKey, clock);
  const usage = openUsageLog(connection);
  const approvals = openApprovals({ connection, audit, clock });
  const writer = openSessionWriter({ connection, approvals, audit, usage });
  const secrets = openSecrets({ connection, sealingKey, clock, log, learn: learnSecret });
  const unreadable = readableSecrets(connection, secrets, audit, options.former);
  if (unreadable.length > 0) problemList.report('secrets', describeUnreadable(unreadable));
  const blobs = openBlobFolder(blobFolder(path));
  const { schedules, applyChange } = openSchedules(connection, audit);
  return {
    sessions: openSessions({ connection, writer, audit, attachments: openAttachments(blobs) }),
    approvals,
    usage,
    budgets: openBudgets(connection, audit),
    audit,
    settings: openSettings(connection),
    secrets,
    identity: openIdentity(connection, audit),
    schedules,
    jobs: openJobs(connection, applyChange),
    runQueue: openRunQueue(connection),
    console: openConsole(connection),
    projects: openProjects({ connection, audit, clock }),
    changes: openChanges(connection),
    agentFiles: openAgentFiles(connection, audit),
    fileVersions: openFileVersions(connection),
    blobs: openBlobs(connection, blobs),
    activity: openActivity(connection),
    outbound: openOutbound(connection),
    worktrees: openWorktrees(connection, audit),
    dispatches: openDispatches(connection, audit),
    shareLinks: openShareLinks(connection, audit),
    modelRequests: openModelRequests(connection),
    isReadOnly: false,
    problems: problemList.texts,
    onProblemsChange: (listener) => problemList.onChange(listener),
    isWritable: createWriteCheck(connection, problemList, clock),
    problemList,
    reportDamage: damaged,
    async close() {
      await connection.settle();
      database.close();
    },
  };
}

/** Names of the secrets that no available key opens. The former key is discarded only when nothing needs it. */
function readableSecrets(
  connection: Connection,
  secrets: SealedSecrets,
  audit: AuditLog,
  former: FormerKey | undefined,
): readonly string[] {
  if (former === undefined) return secrets.unreadable();
  connection.write(() => {
    secrets.reseal(former.key);
    audit.remark(former.key);
  });
  const unreadable = secrets.unreadable();
  if (unreadable.length === 0) former.forget();
  return unreadable;
}

function describeUnreadable(names: readonly string[]): string {
  return `These stored secrets were encrypted with another key and can't be read: ${names.join(', ')}. Restore the old key, or enter them again.`;
}
