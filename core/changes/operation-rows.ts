// Operations as people see them.
import type { ChangeOperation } from '#contract/types/changes.ts';
import { defined } from '#contract/types/defined.ts';
import type { OperationRecord } from '../ports/changes-store.ts';

/** The files of an operation. */
export function listPaths({ steps, states }: Pick<OperationRecord, 'steps' | 'states'>): readonly string[] {
  return [...new Set([...states.map(({ before }) => before.path), ...steps.map(({ path }) => path)])];
}

/** An operation for people. */
export function toOperation(record: OperationRecord): ChangeOperation {
  const { id, kind, state, by, at, waiting, problem } = record;
  const isWaiting = state === 'waiting' || state === 'conflict';
  const paths = isWaiting ? (waiting ?? []).map(({ path }) => path) : listPaths(record);
  return { id, kind, state: toState(state), by, at, paths, ...defined({ problem }) };
}

function toState(state: OperationRecord['state']): ChangeOperation['state'] {
  return state === 'prepared' || state === 'applying' ? 'waiting' : state;
}
