// Tells the requests for a title from those of a conversation, for model servers that answer by the text of a request.
import { TITLE_INSTRUCTION } from '#core/runs/read-title.ts';

/** Whether the body of a request, as JSON, asks for the title of a session. */
export function isTitleRequest(body: string | undefined): boolean {
  return body?.includes(TITLE_INSTRUCTION) === true;
}
