// The wizards in the store: one row, because they are few.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { setBounded } from '../set-bounded.ts';
import { isStep, type SetupChoices } from './setup-questions.ts';

const KEY = 'setup.wizards';
/** Wizards to keep. */
const MAX_WIZARDS = 16;

/** A wizard: its choices, and whether it was canceled. */
export interface Wizard {
  readonly choices: SetupChoices;
  readonly isCanceled: boolean;
}

/** Reads and writes wizards by their id. */
export interface StoredWizards {
  get(id: string): Promise<Wizard | undefined>;
  set(id: string, wizard: Wizard): Promise<void>;
}

/** The wizards of a store, read once. */
export function openStoredWizards(settings: Pick<SettingsStore, 'get' | 'set'>): StoredWizards {
  let loaded: Promise<Map<string, Wizard>> | undefined;
  const load = (): Promise<Map<string, Wizard>> => {
    loaded ??= settings.get(KEY).then(readWizards);
    // A store that can't be read now may be readable later.
    loaded.catch(() => (loaded = undefined));
    return loaded;
  };
  return {
    get: async (id) => (await load()).get(id),
    async set(id, wizard) {
      const wizards = await load();
      setBounded(wizards, id, wizard, MAX_WIZARDS);
      await settings.set(KEY, Object.fromEntries(wizards));
    },
  };
}

function readWizards(value: unknown): Map<string, Wizard> {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  return new Map(
    entries.flatMap(([id, row]) => {
      const choices = isJsonObject(row) ? readChoices(row['choices']) : undefined;
      return choices === undefined
        ? []
        : [[id, { choices, isCanceled: isJsonObject(row) && row['isCanceled'] === true }]];
    }),
  );
}

/** Undefined for what another version wrote. */
function readChoices(value: unknown): SetupChoices | undefined {
  if (!isJsonObject(value)) return undefined;
  const { step, provider, model, workspace } = value;
  if (!isStep(step) || typeof workspace !== 'string') return undefined;
  return {
    step,
    workspace,
    ...(typeof provider === 'string' ? { provider } : {}),
    ...(typeof model === 'string' ? { model } : {}),
  };
}
