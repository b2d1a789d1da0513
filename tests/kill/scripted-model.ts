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

/** Starts the model. Calls `asked` with each requested effect. */
export function startScriptedModel(asked: (effect: string) => void, requested: () => void): Promise<ModelServer> {
  return startModelServer((request) => {
    requested();
    return replyTo(request, asked);
  });
}

/** `run <effect>` in the last message becomes a tool call; anything else becomes streamed text. */
function replyTo(request: ModelRequestRecord, asked: (effect: string) => void): Reply {
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
