// The text of a run for a stream, which can't replace text that it has sent.
import { OpenAiError } from './openai-error.ts';

const RESTARTED = {
  message: 'The model failed in the middle of its answer, and the retry gave another answer. Send the request again.',
  type: 'api_error',
  code: 'answer_restarted',
} as const;

/** The text of a run; text from before somebody follows is kept. */
export class StreamedText {
  readonly #restart = Promise.withResolvers<never>();
  #early: string[] = [];
  #listener: ((text: string) => void) | undefined;
  #hasSent = false;

  /** Rejects when text that was sent no longer counts. */
  get restart(): Promise<never> {
    return this.#restart.promise;
  }

  /** Passes the text so far, and further text, to a listener. */
  follow(listener: (text: string) => void): void {
    this.#listener = listener;
    for (const text of this.#early.splice(0)) this.text(text);
  }

  /** Called with each piece. */
  text(text: string): void {
    this.#hasSent ||= this.#listener !== undefined;
    if (this.#listener === undefined) this.#early.push(text);
    else this.#listener(text);
  }

  /** Called when the text so far no longer counts. */
  restarted(): void {
    if (this.#hasSent) this.#restart.reject(new OpenAiError(502, RESTARTED));
    this.#early = [];
  }
}
