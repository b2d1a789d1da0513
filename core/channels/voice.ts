// Voice messages as text, by the model that the owner chose for it.
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { takeStart } from '#contract/types/truncate-text.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import type { ProviderDirectory, Recording } from '../ports/provider.ts';
import { gatewayPrincipal } from '../principal.ts';
import { parseModel } from '../runs/model-choice.ts';
import { timeLimit } from '../time-limit.ts';

const TRANSCRIBE_MS = 120_000;
/** Longest transcript, characters: about an hour of speech. */
const MAX_CHARACTERS = 60_000;

/** What transcribing depends on. */
export interface VoicePorts {
  readonly clock: Clock;
  readonly config: Pick<ConfigPort, 'settings'>;
  readonly providers: Pick<ProviderDirectory, 'open'>;
}

/** The words of a voice message; undefined if no model is chosen for it. @throws {Error} with the reason if it can't be transcribed */
export async function transcribeVoice(
  { clock, config, providers }: VoicePorts,
  recording: Recording,
  signal: AbortSignal,
): Promise<string | undefined> {
  const name = config.settings().transcription.model;
  const choice = name === undefined ? undefined : parseModel(name);
  if (choice === undefined) return undefined;
  const provider = await providers.open(choice.provider, gatewayPrincipal('channels').userId);
  if (provider.transcribe === undefined)
    throw new Error(
      `${choice.provider} can't transcribe. Set transcription.model to a model of OpenAI or a compatible server.`,
    );
  const words = await provider.transcribe(recording, choice.model, timeLimit(clock, TRANSCRIBE_MS, signal));
  return takeStart(removeHidden(words).trim(), MAX_CHARACTERS) || undefined;
}
