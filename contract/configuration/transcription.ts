// Configuration of the transcription of voice messages.
import { section, text } from './define-key.ts';
import { MODEL_NAME } from './providers.ts';

/** `transcription`. */
export const TRANSCRIPTION = section('Transcription', 'Voice messages that people send in chat apps.', {
  model: text(
    'Model',
    'Model that turns voice messages into text, as `provider/model`. The provider must be OpenAI or a compatible server with `/audio/transcriptions`. The recordings are sent to it. Default: none, so agents get voice messages as files only.',
    { ...MODEL_NAME, 'x-sample': 'openai/gpt-4o-mini-transcribe' },
  ),
});
