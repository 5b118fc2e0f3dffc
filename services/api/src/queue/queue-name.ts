/** Of the queue in Redis, and so of all its keys: `bull:headroom:*`. Nothing else in that Redis is touched. */
export const queueName = 'headroom';
