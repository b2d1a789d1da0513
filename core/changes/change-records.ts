// What all work on changes shares: snapshots, contents, operations, and who made them.
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { HistoryFacet } from '../engine/history-facet.ts';
import type { Publish } from '../engine/notices.ts';
import type { SendRequest, SendResult } from '../engine/runs-facet.ts';
import type { OperationRecord } from '../ports/changes-store.ts';
import { formatPrincipal, type Principal } from '../principal.ts';
import type { SessionCache } from '../sessions/session-cache.ts';
import { unknownChange } from './changes-errors.ts';
import { LiveChanges } from './live-changes.ts';
import { listPaths } from './operation-rows.ts';
import { Operations } from './operations.ts';
import { RunSnapshots } from './run-snapshots.ts';
import { hasSnapshots } from './snapshot-machines.ts';
import type { StateOwner, VersionContents } from './track-files.ts';
import { versionContents } from './version-contents.ts';

const MAX_AUDITED_PATHS = 50;

/** What the changes use. */
export interface ChangesParts {
  readonly ports: EnginePorts;
  readonly sessions: SessionCache;
  readonly publish: Publish;
  readonly isActive: (key: string) => boolean;
  readonly abort: (key: string) => Promise<unknown>;
  readonly history: () => Pick<HistoryFacet, 'rewind' | 'switchBranch'>;
  /** The kind of machine of a session; undefined until one is chosen. */
  readonly findMachineKind: (key: string) => Promise<string | undefined>;
  readonly send: (request: SendRequest) => Promise<SendResult>;
}

/** The records of changes. */
export class ChangeRecords {
  readonly parts: ChangesParts;
  readonly runs: RunSnapshots;
  readonly operations: Operations;
  readonly contents: VersionContents;
  readonly live: LiveChanges;
  /** Who made the operations of this process, until they are carried out. */
  readonly #authors = new Map<string, Principal>();

  constructor(parts: ChangesParts) {
    const { ports } = parts;
    this.parts = parts;
    this.contents = versionContents(ports.snapshots);
    this.runs = new RunSnapshots({ ports, contents: this.contents, changed: (key) => this.changed(key) });
    this.operations = new Operations(ports);
    this.live = new LiveChanges(ports);
  }

  /** Whether the files of a session are on another computer, so that there are no snapshots of them. */
  async isRemote(sessionKey: string): Promise<boolean> {
    const kind = await this.parts.findMachineKind(sessionKey);
    return kind !== undefined && !hasSnapshots(kind);
  }

  /** Tells clients that the changes of a session are different. */
  changed(sessionKey: string): void {
    this.parts.publish({ kind: 'changes', sessionKey });
  }

  /** The owner of new states. */
  owner(sessionKey: string, ownerId: string): StateOwner {
    return { sessionKey, ownerId, now: this.parts.ports.clock.now() };
  }

  /** Changes a session in turn. What failed before, and couldn't be undone, is settled first. @throws {FileError} if it can't */
  change<T>(sessionKey: string, act: () => Promise<T>): Promise<T> {
    return this.runs.inSession(sessionKey, async () => {
      await this.operations.settle(sessionKey);
      return act();
    });
  }

  /** A new operation in the folder of a session. @throws {GatewayError} if no run has changed anything there */
  async create(sessionKey: string, kind: OperationRecord['kind'], by: Principal): Promise<OperationRecord> {
    const { store, ids, clock } = this.parts.ports;
    const folder = (await store.changes.snapshots(sessionKey)).at(-1)?.folder;
    if (folder === undefined) throw unknownChange('Changes');
    const id = ids.next();
    this.#authors.set(id, by);
    const facts = { ownerId: by.userId, folder, kind, by: formatPrincipal(by), at: clock.now() };
    return { id, sessionKey, ...facts, state: 'done', steps: [], states: [] };
  }

  /** Carries out an operation and records it. */
  async apply(record: OperationRecord, former?: OperationRecord): Promise<OperationRecord> {
    const done = await this.operations.apply(record, former);
    const by = this.#authors.get(done.id);
    this.#authors.delete(done.id);
    const { store, log } = this.parts.ports;
    const { kind, id: subject, sessionKey } = done;
    const paths = listPaths(done);
    const details = { sessionKey, paths: paths.slice(0, MAX_AUDITED_PATHS), files: paths.length };
    // After a restart, only the name of the author is known.
    if (by === undefined) log.info('A decision on changes was carried out.', { kind, by: done.by, ...details });
    else await store.audit.append({ by, action: `changes.${kind}`, subject, details });
    return done;
  }
}
