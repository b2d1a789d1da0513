// Carries out what a person decided: files and states change together, or not at all, also if the process is killed in between.
import { errorMessage } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { UnfinishedReplacement } from '../ports/snapshots.ts';
import type { ChangesStore, FileState, OperationRecord } from '../ports/changes-store.ts';

type Ports = Pick<EnginePorts, 'store' | 'snapshots' | 'log'>;

/** The operations of all sessions. */
export class Operations {
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  get #store(): ChangesStore {
    return this.#ports.store.changes;
  }

  /** Carries out an operation. `former`: what is stored of it so far. Nothing is changed if it fails. @throws {FileError} */
  async apply(record: OperationRecord, former?: OperationRecord): Promise<OperationRecord> {
    const { snapshots } = this.#ports;
    const { id, folder, steps } = record;
    await snapshots.renew(listIds(record));
    if (steps.length > 0) {
      await this.#store.write({ operations: [{ ...record, state: 'prepared' }] });
      try {
        await snapshots.replace(folder, id, steps, () =>
          this.#store.write({ operations: [{ ...record, state: 'applying' }] }),
        );
      } catch (error) {
        if (error instanceof UnfinishedReplacement) throw await this.#keep(record, error);
        await this.#forget(id, former);
        throw error;
      }
    }
    return this.#complete(record);
  }

  /** Finishes or cancels what failed in a session and couldn't be undone. @throws {FileError} if that fails again */
  async settle(sessionKey: string): Promise<void> {
    for (const record of await this.#store.unfinished()) {
      if (record.sessionKey !== sessionKey) continue;
      if (record.state === 'applying') await this.#finish(record);
      else if (record.state === 'prepared') await this.#cancel(record);
    }
  }

  /** Finishes or cancels what a killed process left. Returns those that wait for the end of a run. */
  async recover(): Promise<readonly OperationRecord[]> {
    const waiting: OperationRecord[] = [];
    for (const record of await this.#store.unfinished()) {
      try {
        if (record.state === 'applying') await this.#finish(record);
        else if (record.state === 'prepared') waiting.push(...(await this.#cancel(record)));
        else waiting.push(record);
      } catch (error) {
        const details = { id: record.id, sessionKey: record.sessionKey, error: errorMessage(error) };
        this.#ports.log.error("Couldn't finish a change of files after the restart.", details);
      }
    }
    return waiting;
  }

  async #finish(record: OperationRecord): Promise<void> {
    const left = await this.#ports.snapshots.finish(record.folder, record.id, record.steps);
    const problem = `These files were edited while Gatehouse was stopped, so they weren't changed: ${left.join(', ')}`;
    await this.#complete(left.length === 0 ? record : { ...record, problem });
  }

  async #cancel(record: OperationRecord): Promise<readonly OperationRecord[]> {
    const { id, folder, steps, waiting } = record;
    await this.#ports.snapshots.cancel(folder, id, steps);
    if (waiting === undefined) {
      await this.#store.write({ removedOperations: [id] });
      return [];
    }
    const again: OperationRecord = { ...record, state: 'waiting', steps: [], states: [] };
    await this.#store.write({ operations: [again] });
    return [again];
  }

  async #complete(record: OperationRecord): Promise<OperationRecord> {
    const { waiting: _waiting, ...facts } = record;
    const done: OperationRecord = { ...facts, state: 'done' };
    const undone = record.undoes === undefined ? undefined : await this.#store.operation(record.undoes);
    const operations = undone === undefined ? [done] : [done, { ...undone, state: 'undone' as const }];
    await this.#store.write({ operations, states: record.states.map((step) => step.after) });
    return done;
  }

  /** Its record stays, so that it is finished or canceled later. */
  async #keep(record: OperationRecord, error: UnfinishedReplacement): Promise<UnfinishedReplacement> {
    const { id, sessionKey } = record;
    this.#ports.log.error("Couldn't undo a change of files that failed.", { id, sessionKey, error: error.message });
    const later = 'with the next decision in this session, or at the next start';
    if (!error.isUndone) return new UnfinishedReplacement(`${error.message} The change is completed ${later}.`, false);
    await this.#store.write({ operations: [{ ...record, state: 'prepared' }] });
    return new UnfinishedReplacement(
      `${error.message} Nothing was changed. Temporary files are removed ${later}.`,
      true,
    );
  }

  /** If this fails, too, the next start cancels the operation. */
  async #forget(id: string, former: OperationRecord | undefined): Promise<void> {
    const write = former === undefined ? { removedOperations: [id] } : { operations: [former] };
    await this.#store
      .write(write)
      .catch((error: unknown) =>
        this.#ports.log.warn("Couldn't remove a failed operation.", { id, error: errorMessage(error) }),
      );
  }
}

function listIds({ steps, states }: OperationRecord): readonly string[] {
  const ofState = (state: FileState) => [state.before, state.after];
  const versions = [
    ...steps.flatMap(({ before, after }) => [before, after]),
    ...states.flatMap(({ before, after }) => [...ofState(before), ...ofState(after)]),
  ];
  return versions.flatMap((version) => version?.id ?? []);
}
