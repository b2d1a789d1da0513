// Profile of Docker.
import { defineProfile } from '../define-profile.ts';

/** Lists containers. It contacts the engine, so it needs a rule. */
export const DOCKER_PS = defineProfile({
  command: 'docker ps',
  effect: 'contacts',
  options: '-alqs -f=text -n=number --all --filter=text --format=text --last=number --latest --no-trunc --quiet --size',
});
