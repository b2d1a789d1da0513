// The table of HTTP routes.
import { CHANNEL_WEBHOOK_ROUTE } from './channel-webhook-route.ts';
import { AVATAR_ROUTE, CONTROL_UI_ROUTE } from './control-ui-routes.ts';
import { LIVE_ROUTE, READY_ROUTE, STARTED_ROUTE } from './health-routes.ts';
import { CONSOLE_ANALYZE_ROUTE, CONSOLE_CLEAR_ROUTE, CONSOLE_HISTORY_ROUTE } from './console-routes.ts';
import {
  DELETE_FILE_ROUTE,
  DOWNLOAD_ROUTE,
  FILE_ROUTE,
  FILE_TREE_ROUTE,
  TICKET_ROUTE,
  WRITE_FILE_ROUTE,
} from './files/file-routes.ts';
import { UPLOAD_PART_ROUTE, UPLOAD_ROUTE } from './files/upload-routes.ts';
import { HOOKS_ROUTE } from './hooks/hooks-route.ts';
import { METRICS_ROUTE } from './metrics-route.ts';
import { CHAT_ROUTE } from './openai/chat-route.ts';
import { MODEL_ROUTE, MODELS_ROUTE } from './openai/models-route.ts';
import { RESPONSES_ROUTE } from './openai/responses-route.ts';
import type { Route } from './route.ts';
import { TOOLS_ROUTE } from './tools-route.ts';
import { HISTORY_ROUTE, KILL_ROUTE } from './session-routes.ts';
import { SHARE_ROUTE } from './share-route.ts';
import { WEB_CHAT_ROUTES } from './web-chat/routes.ts';
import { SIGN_IN_ROUTE, SIGN_OUT_ROUTE } from './sign-in-routes.ts';

/** Every route; each declares its scope. */
export const ROUTES: readonly Route[] = [
  LIVE_ROUTE,
  READY_ROUTE,
  STARTED_ROUTE,
  METRICS_ROUTE,
  MODELS_ROUTE,
  MODEL_ROUTE,
  CHAT_ROUTE,
  RESPONSES_ROUTE,
  TOOLS_ROUTE,
  HOOKS_ROUTE,
  HISTORY_ROUTE,
  KILL_ROUTE,
  CONSOLE_HISTORY_ROUTE,
  CONSOLE_ANALYZE_ROUTE,
  CONSOLE_CLEAR_ROUTE,
  FILE_TREE_ROUTE,
  DOWNLOAD_ROUTE,
  UPLOAD_ROUTE,
  UPLOAD_PART_ROUTE,
  FILE_ROUTE,
  WRITE_FILE_ROUTE,
  DELETE_FILE_ROUTE,
  TICKET_ROUTE,
  CONTROL_UI_ROUTE,
  AVATAR_ROUTE,
  SIGN_IN_ROUTE,
  SIGN_OUT_ROUTE,
  SHARE_ROUTE,
  CHANNEL_WEBHOOK_ROUTE,
  ...WEB_CHAT_ROUTES,
];
