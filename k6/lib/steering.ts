import { setInterval } from 'k6/timers';
import { WebSocket } from 'k6/websockets';
import {
  type Order,
  reportIntervalSeconds,
  type UserReport,
  userParameter,
} from '../../contract/steering.ts';
import { trial } from './trial-input.ts';

/**
 * Connects a user to the lab. The iteration that calls this lasts as long as the connection.
 * @param heed called with every order
 * @param report called once a second
 * @returns how the user reports
 */
export function connect(
  user: string,
  heed: (order: Order) => void,
  report: () => void,
): (report: UserReport) => void {
  if (trial.steeringUrl === null) throw new Error('there is nobody to steer this load');
  const socket = new WebSocket(`${trial.steeringUrl}?${userParameter}=${user}`);
  let isReporting = false;
  socket.onmessage = (message) => {
    const order = JSON.parse(String(message?.data)) as Order;
    // Those who are held ready and never asked to enter cost nothing.
    if (order.do === 'enter' && !isReporting) {
      isReporting = true;
      setInterval(report, reportIntervalSeconds * 1000);
    }
    heed(order);
  };
  return (seen) => socket.send(JSON.stringify(seen));
}
