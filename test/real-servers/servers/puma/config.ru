# Holds its thread for 100 ms a request.
run lambda { |_env|
  sleep 0.1
  [200, { 'Content-Type' => 'text/plain', 'Content-Length' => '2' }, ['ok']]
}
