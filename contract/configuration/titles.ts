// Configuration of the titles of sessions.
import { flag, section, text } from './define-key.ts';
import { MODEL_NAME } from './providers.ts';

/** `titles`. */
export const TITLES = section('Titles', 'Titles of new sessions. A title that a person chose is never changed.', {
  automatic: flag(
    'Automatic titles',
    'Whether the model names a new session after its first answer, with one short call. Otherwise, the title is the start of the first message.',
    true,
  ),
  model: text('Model', "Model that writes the titles, as `provider/model`. Default: the session's own model.", {
    ...MODEL_NAME,
    'x-sample': 'anthropic/claude-haiku-4-5',
  }),
});
