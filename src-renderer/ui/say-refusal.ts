import { notifications } from '@mantine/notifications'

/** For a command that has no place of its own where a refusal could stand. */
export function sayRefusal(error: Error): void {
  notifications.show({ message: error.message, color: 'red' })
}
