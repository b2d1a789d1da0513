// Configuration of the model table.
import { section, textOr } from './define-key.ts';

/** The public table of models.dev, whose format `core/models/read-models-dev.ts` reads. */
const MODELS_DEV = 'https://models.dev/api.json';

/** `models`. */
export const MODELS = section('Models', 'Limits, capabilities, and prices of models.', {
  tableUrl: textOr(
    'Model table',
    'Address of the model table, in the format of models.dev. It is downloaded only when you refresh it. A server on a private network, or one without https, must be listed in `network.allow`.',
    MODELS_DEV,
    { pattern: '^https?://', maxLength: 2048 },
  ),
});
