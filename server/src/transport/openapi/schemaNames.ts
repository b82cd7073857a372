import { z } from 'zod';
import { serverEvent } from '../../contract/events.ts';
import { me, profilePage, publicProfile } from '../../contract/people.ts';
import { queueStatus } from '../../contract/queue.ts';
import { chatMessage, iceServer, sessionView, signal } from '../../contract/sessions.ts';

/** Shapes that have a name in the API; the description refers to them instead of repeating them. */
export const schemaNames = z
  .registry<{ id: string }>()
  .add(publicProfile, { id: 'PublicProfile' })
  .add(me, { id: 'Me' })
  .add(profilePage, { id: 'ProfilePage' })
  .add(queueStatus, { id: 'QueueStatus' })
  .add(iceServer, { id: 'IceServer' })
  .add(sessionView, { id: 'SessionView' })
  .add(chatMessage, { id: 'ChatMessage' })
  .add(signal, { id: 'Signal' })
  .add(serverEvent, { id: 'ServerEvent' });
