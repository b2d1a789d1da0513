// Which kinds of machines can run here, and which one is chosen where no setting names one.
import {
  AUTOMATIC_MACHINE,
  type DefaultMachine,
  type MachineAvailability,
  type MachineKindState,
} from '#contract/types/machines.ts';
import { defined } from '#contract/types/defined.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { MachineKinds } from '#core/ports/machine-kinds.ts';
import type { MachineContext, MachineKind } from './define-machine.ts';

/** Kinds that may be chosen without a person, the best first: only those that confine what runs on them. */
const AUTOMATIC: readonly string[] = ['docker', 'confined'];
/** For how long an answer is used, ms. A missing part is looked for again soon, because people install it and retry. */
const AVAILABLE_FOR_MS = 30_000;
const MISSING_FOR_MS = 3_000;
/** An engine that hangs must not delay a session for longer, ms. */
const LIMIT_MS = 5_000;

interface Known {
  readonly answer: Promise<MachineAvailability>;
  /** The settings that it was found for. */
  readonly settings: string;
  expiresAt: number;
}

/** Answers for the kinds of a directory. */
export function createMachineKinds(kinds: readonly MachineKind[], context: MachineContext): MachineKinds {
  const known = new Map<string, Known>();
  const probe = (kind: MachineKind): Promise<MachineAvailability> => {
    const settings = JSON.stringify(context.settings());
    const before = known.get(kind.id);
    if (before !== undefined && before.settings === settings && context.clock.now() < before.expiresAt)
      return before.answer;
    const entry: Known = { answer: probeWithin(kind, context), settings, expiresAt: Number.POSITIVE_INFINITY };
    known.set(kind.id, entry);
    void entry.answer.then((answer) => {
      entry.expiresAt = context.clock.now() + (isReady(answer) ? AVAILABLE_FOR_MS : MISSING_FOR_MS);
    });
    return entry.answer;
  };
  const choose = async (): Promise<string | undefined> => {
    for (const id of AUTOMATIC) {
      const kind = kinds.find((member) => member.id === id);
      if (kind !== undefined && isReady(await probe(kind))) return id;
    }
    return undefined;
  };
  return {
    availability: () =>
      Promise.all(kinds.map(async (kind): Promise<MachineKindState> => ({ kind: kind.id, ...(await probe(kind)) }))),
    async default(): Promise<DefaultMachine> {
      const setting = context.settings().default;
      return { setting, ...defined({ kind: setting === AUTOMATIC_MACHINE ? await choose() : setting }) };
    },
    automatic: choose,
    refresh: () => known.clear(),
  };
}

/** A download never starts because of an automatic choice. */
function isReady({ isAvailable, missingImage }: MachineAvailability): boolean {
  return isAvailable && missingImage === undefined;
}

async function probeWithin(kind: MachineKind, context: MachineContext): Promise<MachineAvailability> {
  const late = Promise.withResolvers<MachineAvailability>();
  const reason = `No response within ${LIMIT_MS / 1000} s. Make sure it's running, then retry.`;
  const timer = setTimeout(() => late.resolve({ isAvailable: false, reason }), LIMIT_MS);
  try {
    return await Promise.race([kind.probe(context), late.promise]);
  } catch (error) {
    return { isAvailable: false, reason: errorMessage(error) };
  } finally {
    clearTimeout(timer);
  }
}
