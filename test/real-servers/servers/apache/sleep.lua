-- Holds its process for 100 ms a request.
function handle(r)
  r.content_type = "text/plain"
  r.usleep(100000)
  r:puts("ok")
  return apache2.OK
end
