// How the results of a dispatch are told apart.
import type { DispatchEntry } from '#contract/types/dispatches.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';

type Named = Pick<DispatchEntry, 'id' | 'agentId' | 'model' | 'machine' | 'thinkingLevel'>;

/** Agent, and what else was chosen for it; numbered if that isn't enough. */
export function entryName(entry: Named, all: readonly Named[]): string {
  const name = describe(entry);
  const same = all.filter((other) => describe(other) === name);
  return same.length === 1 ? name : `${name} ${same.findIndex(({ id }) => id === entry.id) + 1}`;
}

function describe({ agentId, model, machine, thinkingLevel }: Named): string {
  const short = model?.slice(model.indexOf('/') + 1);
  return removeHidden([agentId, short, thinkingLevel, machine].filter((part) => part !== undefined).join(' · '));
}
