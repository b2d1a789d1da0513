// Renames values of earlier versions in the configuration file, so that the rest of Gatehouse knows only today's.
import { isJsonObject } from '#contract/types/json-object.ts';
import { writeAtomically } from '../home/atomic-write.ts';
import type { Loaded } from './load.ts';
import type { Change } from './merging.ts';
import { valueAt } from './origins.ts';

/** Approval modes by their earlier names. */
const EARLIER_MODES: Readonly<Record<string, string>> = { 'read-only': 'deny' };

/** Writes today's names to the file; returns whether something was written. Included files are edited by the user. */
export async function renameValues(file: string, { text, parsed }: Loaded): Promise<boolean> {
  const changes = findRenamed(parsed);
  if (text === null || changes.length === 0) return false;
  const { editText } = await import('./text-edit.ts');
  await writeAtomically(file, editText(text, changes));
  return true;
}

function findRenamed(parsed: unknown): readonly Change[] {
  const entries = valueAt(parsed, ['agents', 'entries']);
  const names = isJsonObject(entries) ? Object.keys(entries) : [];
  const paths = [['agents', 'defaults'], ...names.map((name) => ['agents', 'entries', name])];
  return paths.flatMap((agent): readonly Change[] => {
    const path = [...agent, 'approvalMode'];
    const before = valueAt(parsed, path);
    const value =
      typeof before === 'string' && Object.hasOwn(EARLIER_MODES, before) ? EARLIER_MODES[before] : undefined;
    return value === undefined ? [] : [{ path, value }];
  });
}
