import { defineEntity, p } from '@mikro-orm/core';
import { Account } from '../accounts/Account.entity.ts';
import { SpeakingSession } from './SpeakingSession.entity.ts';

const chatMessageSchema = defineEntity({
  name: 'ChatMessage',
  tableName: 'chat_message',
  properties: {
    id: p.uuid().primary(),
    session: () => p.manyToOne(SpeakingSession).ref().deleteRule('cascade'),
    from: () => p.manyToOne(Account).ref().deleteRule('cascade').index(),
    text: p.text(),
    /** Made by the client, so that sending again after a lost answer writes one message. */
    clientMessageId: p.uuid(),
    /** Messages are deleted by age. */
    sentAt: p.datetime(3).index(),
  },
  uniques: [{ properties: ['session', 'from', 'clientMessageId'], name: 'chat_message_once_unique' }],
});

export class ChatMessage extends chatMessageSchema.class {}
chatMessageSchema.setClass(ChatMessage);
