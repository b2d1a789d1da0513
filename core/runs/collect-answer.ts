// A model call outside the conversation: its answer is collected here and never streamed into the transcript.
import { defined } from '#contract/types/defined.ts';
import type { Usage } from '#contract/types/content.ts';
import type { ModelRequest, Provider } from '../ports/provider.ts';
import { joinText } from './active-run.ts';

/** The text of an answer, and its tokens if the server reports them. */
export interface CollectedAnswer {
  readonly text: string;
  readonly usage?: Usage;
}

/** The whole answer; undefined if there is none. @throws {Error} when the call fails. */
export async function collectAnswer(
  provider: Provider,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<CollectedAnswer | undefined> {
  for await (const event of provider.stream(request, signal)) {
    if (event.type === 'failed') throw new Error(event.error.message);
    if (event.type !== 'done') continue;
    return { text: joinText(event.content, '\n'), ...defined({ usage: event.usage }) };
  }
  return undefined;
}
