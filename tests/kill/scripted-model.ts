// A scripted model that follows the last message and counts the tool calls it requests.
import {
  lastToolResults,
  startModelServer,
  type ModelRequestRecord,
  type ModelServer,
  type Reply,
  type Step,
} from '#tests/support/model-server.ts';

const ANSWER_TEXT = 'The kettle hummed while the rain drew slow lines on the window, and nobody was in a hurry. ';

/** What the model does. */
export interface Script {
  /** Called with each requested effect. */
  asked(effect: string): void;
  /** Called with each request. */
  requested(): void;
  /** Files to write, by what a message asks for. */
  readonly edits: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Starts the model. */
export function startScriptedModel(script: Script): Promise<ModelServer> {
  return startModelServer((request) => {
    script.requested();
    return replyTo(request, script);
  });
}

/** `run <effect>` and `write <edit>` in the last message become tool calls; anything else becomes streamed text. */
function replyTo(request: ModelRequestRecord, { asked, edits }: Script): Reply {
  const edit = edits.get(/\bwrite (\S+)/.exec(newestText(request))?.[1] ?? '');
  if (edit !== undefined)
    return { steps: Object.entries(edit).map(([path, content]) => ({ call: 'write', input: { path, content } })) };
  const wanted = /\brun(pty)? (\S+)/.exec(newestText(request));
  if (wanted === null) {
    const isAfterTool = lastToolResults(request).length > 0;
    if (newestText(request).includes('long story'))
      return { steps: [{ say: ANSWER_TEXT.repeat(40), chunks: 250, everyMs: 10 }] };
    return {
      steps: [{ say: isAfterTool ? 'That is done.' : ANSWER_TEXT.repeat(6), chunks: isAfterTool ? 2 : 40, everyMs: 4 }],
    };
  }
  const [, pty, effect = ''] = wanted;
  asked(effect);
  const call: Step = {
    call: 'exec',
    input: { command: `echo ${effect} >> effects.log && sleep 0.03`, ...(pty === undefined ? {} : { pty: true }) },
  };
  return { steps: [{ say: 'I will run that.', chunks: 3, everyMs: 2 }, call] };
}

/** The last text of the last message. Unanswered messages precede it in the same message. */
function newestText(request: ModelRequestRecord): string {
  const last = request.body.messages.at(-1);
  if (last === undefined || last.role !== 'user') return '';
  if (typeof last.content === 'string') return last.content;
  const block = last.content.at(-1);
  return block?.type === 'text' ? (block.text ?? '') : '';
}
