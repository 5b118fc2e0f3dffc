# Holds its worker for 100 ms a request.
use strict;
use warnings;

sub {
    select undef, undef, undef, 0.1;
    return [ 200, [ 'Content-Type' => 'text/plain', 'Content-Length' => 2 ], ['ok'] ];
};
